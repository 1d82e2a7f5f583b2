import { useState } from 'react';
import { Notice } from './Notice.tsx';

interface Props {
  signIn: () => Promise<void>;
  /** What went wrong in the sign-in before this one. */
  why: string | undefined;
}

export function SignInPage({ signIn, why }: Props) {
  const [failed, setFailed] = useState(why);
  const [leaving, setLeaving] = useState(false);
  const go = () => {
    setLeaving(true);
    signIn().catch(() => {
      setLeaving(false);
      setFailed('The sign-in service cannot be reached.');
    });
  };
  if (leaving) return <Notice busy title="Keepline" text="Taking you to the sign-in page…" />;
  const text = failed ? `The sign-in did not work: ${failed}` : 'WhatsApp sessions that stay connected.';
  return <Notice title="Keepline" text={text} action="Sign in" onAction={go} />;
}
