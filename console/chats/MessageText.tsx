import { Fragment, useState } from 'react';
import type { Content } from '../../core/model/content.ts';
import classes from './MessageText.module.css';
import { isFewEmoji, partsOf } from './partsOf.ts';
import { textOf } from './textOf.ts';

/** A text that is longer than this, in characters, is shown in part. */
const LONG = 1_000;

/** What a message says: links can be followed, a very long text unfolds. Each paragraph has its own direction. */
export function MessageText({ content }: { content: Content }) {
  const [whole, setWhole] = useState(false);
  const text = textOf(content);
  const folded = !whole && text.length > LONG * 1.2;
  return (
    <span
      className={classes.text}
      dir="auto"
      data-kind={content.type}
      data-large={content.type === 'text' && isFewEmoji(text) ? '' : undefined}
    >
      {partsOf(folded ? text.slice(0, LONG) : text).map(({ text: part, href }, index) => (
        <Fragment key={index}>
          {href ? (
            <a href={href} target="_blank" rel="noopener noreferrer nofollow">
              {part}
            </a>
          ) : (
            part
          )}
        </Fragment>
      ))}
      {folded && (
        <>
          …{' '}
          <button type="button" className={classes.more} onClick={() => setWhole(true)}>
            Read more
          </button>
        </>
      )}
    </span>
  );
}
