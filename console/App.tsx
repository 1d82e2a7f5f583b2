import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Notice } from './boot/Notice.tsx';
import { SignInPage } from './boot/SignInPage.tsx';
import { start, type Start } from './boot/start.ts';
import { isPairing } from './routing.ts';
import { Shell } from './shell/Shell.tsx';
import { KeeplineContext } from './state/useKeepline.ts';
import { theme } from './theme.ts';

const PairPage = lazy(async () => ({ default: (await import('./pair/PairPage.tsx')).PairPage }));

/** Once a page load: the issuer's code works only once. */
let endSession = () => {};
const pairing = isPairing();
const started = pairing ? undefined : start(() => endSession());
// The one page becomes the other with a new start.
window.addEventListener('hashchange', () => isPairing() !== pairing && location.reload());

function Content({ now }: { now: Start | undefined }) {
  if (!now) return <Notice busy title="Keepline" text="Opening the console…" />;
  if (now.is === 'failed') {
    return (
      <Notice
        title="The console cannot start"
        text={now.message}
        action="Try again"
        onAction={() => location.reload()}
      />
    );
  }
  if (now.is === 'signed_out') return <SignInPage signIn={now.signIn} why={now.why} />;
  return (
    <KeeplineContext value={now.keepline}>
      <Shell />
    </KeeplineContext>
  );
}

export function App() {
  const [now, setNow] = useState<Start>();
  const [ended, setEnded] = useState(false);
  useEffect(() => {
    endSession = () => setEnded(true);
    void started?.then(setNow);
  }, []);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <Notifications position="bottom-right" autoClose={6000} />
      {!started ? (
        <Suspense>
          <PairPage />
        </Suspense>
      ) : ended ? (
        <Notice
          title="Your sign-in has ended"
          text="For your safety it lasts a limited time. Sign in again to go on."
          action="Sign in again"
          onAction={() => location.reload()}
        />
      ) : (
        <Content now={now} />
      )}
    </MantineProvider>
  );
}
