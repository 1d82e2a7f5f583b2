import { Loader } from '@mantine/core';
import { IconFile, IconPhotoX } from '@tabler/icons-react';
import type { Media, MediaKind } from '../../core/model/content.ts';
import { byteWords } from '../shell/byteWords.ts';
import classes from './MediaView.module.css';
import { KIND_WORDS } from './textOf.ts';
import { useMediaUrl } from './useMediaUrl.ts';

interface Props {
  sessionId: string;
  kind: MediaKind;
  media: Media;
  caption: string | undefined;
}

/** A message's file. Its address is short-lived: it is asked for when the file is shown. */
export function MediaView({ sessionId, kind, media, caption }: Props) {
  const { url, failed, again } = useMediaUrl(sessionId, media);
  const name = media.fileName ?? caption ?? KIND_WORDS[kind];
  if (media.state === 'failed' || failed) {
    return (
      <p className={classes.none}>
        <IconPhotoX size={18} aria-hidden /> {KIND_WORDS[kind]} that could not be had
      </p>
    );
  }
  if (!url) {
    return (
      <p className={classes.none} data-kind={kind}>
        <Loader size={16} /> {KIND_WORDS[kind]}
      </p>
    );
  }
  switch (kind) {
    case 'image':
    case 'sticker':
      return (
        <a href={url} target="_blank" rel="noopener noreferrer">
          <img className={classes.picture} data-kind={kind} src={url} alt={name} onError={again} />
        </a>
      );
    case 'video':
    case 'video_note':
      return (
        // A message from a person: there are no captions to be had.
        // oxlint-disable-next-line jsx-a11y/media-has-caption
        <video className={classes.picture} data-kind={kind} src={url} controls preload="metadata" aria-label={name} />
      );
    case 'audio':
    case 'voice':
      // oxlint-disable-next-line jsx-a11y/media-has-caption
      return <audio className={classes.audio} src={url} controls preload="none" aria-label={name} />;
    case 'document':
      return (
        <a className={classes.document} href={url} target="_blank" rel="noopener noreferrer">
          <IconFile size={26} aria-hidden />
          <span>
            <span className={classes.name}>{name}</span>
            <span className={classes.size}>
              {[media.mimetype.split(';')[0], media.bytes !== undefined && byteWords(media.bytes)]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </span>
        </a>
      );
  }
}
