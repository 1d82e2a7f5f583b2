import { MultiSelect } from '@mantine/core';
import { useSessionChoices } from '../state/useSessionChoices.ts';
import { titleOf } from './statusWords.ts';

interface Props {
  description: string;
  /** The ids of those that are chosen. */
  value: string[];
  /** How many may be chosen. */
  most: number;
  error?: string | undefined;
  onChange: (ids: string[]) => void;
}

/** Chooses some of the tenant's sessions; none means all. */
export function SessionPicker({ description, value, most, error, onChange }: Props) {
  const data = useSessionChoices().map((session) => ({
    value: session.id,
    label: session.phoneNumber && session.label ? `${session.label} (+${session.phoneNumber})` : titleOf(session),
  }));
  return (
    <MultiSelect
      label="Sessions"
      description={description}
      placeholder={value.length === 0 ? 'All sessions' : undefined}
      searchable
      clearable
      hidePickedOptions
      maxValues={most}
      limit={50}
      nothingFoundMessage="No session is called that."
      data={data}
      value={value}
      error={error}
      onChange={onChange}
    />
  );
}
