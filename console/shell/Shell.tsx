import { lazy, useEffect, useRef } from 'react';
import { AuditPage } from '../audit/AuditPage.tsx';
import { KeysPage } from '../keys/KeysPage.tsx';
import { useRoute } from '../routing.ts';
import { SessionPage } from '../session/SessionPage.tsx';
import { SessionsPage } from '../sessions/SessionsPage.tsx';
import { WebhooksPage } from '../webhooks/WebhooksPage.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { Part } from './Part.tsx';
import classes from './Shell.module.css';
import { TopBar } from './TopBar.tsx';

// What not everybody looks at comes when it is looked at.
const OverviewPage = lazy(async () => ({ default: (await import('../overview/OverviewPage.tsx')).OverviewPage }));
const OperationsPage = lazy(async () => ({
  default: (await import('../operations/OperationsPage.tsx')).OperationsPage,
}));
const LeadsPage = lazy(async () => ({ default: (await import('../leads/LeadsPage.tsx')).LeadsPage }));
const SettingsPage = lazy(async () => ({ default: (await import('../settings/SettingsPage.tsx')).SettingsPage }));
const DocsPage = lazy(async () => ({ default: (await import('../docs/DocsPage.tsx')).DocsPage }));

export function Shell() {
  const route = useRoute();
  const main = useRef<HTMLElement>(null);
  const place = route.page === 'session' ? route.id : route.page;
  const shown = useRef(place);
  useEffect(() => {
    // A new page starts at its top, for the eye and for the screen reader.
    if (shown.current === place) return;
    shown.current = place;
    main.current?.focus();
    window.scrollTo(0, 0);
  }, [place]);
  return (
    <div className={classes.shell}>
      <TopBar />
      <ConnectionBanner />
      <main ref={main} tabIndex={-1} className={classes.main}>
        {route.page === 'sessions' && <SessionsPage />}
        {route.page === 'webhooks' && <WebhooksPage />}
        {route.page === 'keys' && <KeysPage />}
        {route.page === 'audit' && <AuditPage />}
        <Part key={route.page}>
          {route.page === 'overview' && <OverviewPage />}
          {route.page === 'operations' && <OperationsPage />}
          {route.page === 'leads' && <LeadsPage />}
          {route.page === 'settings' && <SettingsPage />}
          {route.page === 'docs' && <DocsPage />}
        </Part>
        {route.page === 'session' && <SessionPage key={route.id} id={route.id} chat={route.chat} />}
      </main>
    </div>
  );
}
