import { Component, type ReactNode, Suspense } from 'react';
import { KeeplineClientError } from '../../client/index.ts';
import { SessionsSkeleton } from '../sessions/SessionsSkeleton.tsx';
import { ErrorPanel } from './ErrorPanel.tsx';

const AWAY = new KeeplineClientError(
  'network',
  'The network is away, or there is a newer console. Load the page again.',
);

/** A part of the page that comes when it is looked at. One that cannot be had must not take the rest of the page with it. */
export class Part extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (this.state.failed)
      return <ErrorPanel title="This part cannot be shown" error={AWAY} onRetry={() => location.reload()} />;
    return <Suspense fallback={<SessionsSkeleton />}>{this.props.children}</Suspense>;
  }
}
