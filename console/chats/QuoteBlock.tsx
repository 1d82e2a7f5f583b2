import classes from './QuoteBlock.module.css';

/** The message that another one answers. */
export function QuoteBlock({ author, text }: { author: string; text: string }) {
  return (
    <blockquote className={classes.quote}>
      <span className={classes.author} dir="auto">
        {author}
      </span>
      <span className={classes.text} dir="auto">
        {text}
      </span>
    </blockquote>
  );
}
