import { TextInput } from '@mantine/core';

interface Props {
  description: string;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}

export function PhoneNumberInput({ description, value, error, onChange }: Props) {
  return (
    <TextInput
      data-autofocus
      data-testid="phone-number"
      label="Phone number"
      description={description}
      placeholder="+49 151 23456789"
      type="tel"
      autoComplete="off"
      maxLength={40}
      value={value}
      error={error}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
