import { Textarea } from '@mantine/core';
import classes from './Docs.module.css';

/** JSON that is written by hand, as high as it has lines. */
export function JsonField({
  label,
  description,
  value,
  onChange,
}: {
  label: string;
  description?: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <Textarea
      className={classes.body}
      label={label}
      description={description}
      rows={Math.min(12, value.split('\n').length)}
      spellCheck={false}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
