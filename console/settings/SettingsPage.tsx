import { Button, SegmentedControl, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useCallback } from 'react';
import { forOperators } from '../operations/forOperators.ts';
import operations from '../operations/Operations.module.css';
import page from '../sessions/SessionsPage.module.css';
import { SessionsSkeleton } from '../sessions/SessionsSkeleton.tsx';
import { ErrorPanel } from '../shell/ErrorPanel.tsx';
import { fullTime } from '../shell/time.ts';
import { usePageTitle } from '../shell/usePageTitle.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { useLook } from '../state/useLook.ts';
import { Facts } from './Facts.tsx';
import classes from './Settings.module.css';

const EVERY = 60_000;
const SCHEMES = [
  { value: 'auto', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];
const ROLES = { admin: 'Admin: operates the whole deployment', member: 'Member', guest: 'Guest' };

const number = new Intl.NumberFormat();
const hours = (seconds: number) => `${number.format(Math.round(seconds / 360) / 10)} hours`;
const days = (count: number) => `${count} days`;

/** Who is here, how the page looks, and what this deployment is set to. */
export function SettingsPage() {
  const { http, name, signOut } = useKeepline();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const ask = useCallback(async () => {
    const [settings, fleet] = await Promise.all([http.getSettings(), forOperators(http.getWhatsAppVersion())]);
    return { settings, fleet };
  }, [http]);
  const { found, error, reload } = useLook(ask, EVERY);
  usePageTitle('Settings');
  const { you, deployment, leadsFromMessages, cleanupInactiveDays } = found?.settings ?? {};
  const fleet = found?.fleet;
  return (
    <div className={page.page}>
      <header className={page.header}>
        <div>
          <h1>Settings</h1>
          <p className={page.summary}>Who you are here, and what this deployment is set to.</p>
        </div>
        <Button className={classes.leave} variant="default" onClick={() => void signOut()}>
          Sign out
        </Button>
      </header>
      <section className={operations.section} aria-labelledby="colours">
        <h2 id="colours">Colours</h2>
        <SegmentedControl
          className={classes.scheme}
          aria-label="Colours"
          data={SCHEMES}
          value={colorScheme}
          onChange={(value) => setColorScheme(value as MantineColorScheme)}
        />
      </section>
      {error && <ErrorPanel title="The settings cannot be loaded" error={error} onRetry={reload} />}
      {!found && !error && <SessionsSkeleton />}
      {you && deployment && (
        <>
          <Facts title="You" facts={{ Name: name, Tenant: you.tenant, Role: ROLES[you.role] }} />
          <Facts
            title="Your tenant"
            facts={{
              'Leads from messages': leadsFromMessages ? 'On' : 'Off',
              'Inactive sessions': cleanupInactiveDays ? `Archived after ${days(cleanupInactiveDays)}` : 'Stay',
              'Sessions, at most': number.format(deployment.limits.sessions),
              'Messages a day, at most': number.format(deployment.limits.messagesPerDay),
            }}
          />
          <Facts
            title="This deployment"
            facts={{
              Version: deployment.version,
              'Requests of one caller': `${number.format(deployment.limits.requests)} in ${deployment.limits.requestsSeconds} s`,
              'Live frames of one connection': `${number.format(deployment.limits.framesPerSecond)} a second`,
              'A message may wait to leave': hours(deployment.messageDeadlineSeconds),
              'Events can be read again for': days(deployment.eventsKeptDays),
              'The audit log is kept for': days(deployment.auditKeptDays),
              'Pairing without an account': deployment.guests.allowed
                ? `Allowed, within ${Math.round(deployment.guests.seconds / 60)} minutes`
                : 'Not allowed',
            }}
          />
        </>
      )}
      {fleet && (
        <Facts
          title="WhatsApp version"
          facts={{
            'Set by an operator': fleet.version ?? 'None: workers go by their own',
            'WhatsApp last took': fleet.good ?? 'None yet',
            'Taken at': fleet.goodAt && fullTime(fleet.goodAt),
          }}
        />
      )}
    </div>
  );
}
