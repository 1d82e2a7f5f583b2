import { Button } from '@mantine/core';
import { useState } from 'react';
import type { UpkeepReport } from '../../core/model/upkeep.ts';
import { Ago } from '../shell/Ago.tsx';
import { ArchiveDialog } from './ArchiveDialog.tsx';
import classes from './Operations.module.css';

const WORDS: Record<string, string> = {
  rung: 'called again',
  unpaired: 'never linked, erased',
  erased: 'erased as asked',
  archive_ended: 'archived for 30 days, logged out',
  archived: 'inactive, archived',
  connections: 'dead connections closed',
  workers: 'dead workers removed',
};

/** What upkeep found and did last. */
export function UpkeepNote({ report, onChange }: { report: UpkeepReport | undefined; onChange: () => void }) {
  const [archiving, setArchiving] = useState(false);
  const done = Object.entries(report?.cleaned ?? {}).map(([kind, count]) => `${count} ${WORDS[kind] ?? kind}`);
  return (
    <section className={classes.section} aria-labelledby="upkeep">
      <h2 id="upkeep">Upkeep</h2>
      <div className={classes.list}>
        {report ? (
          <p className={classes.empty}>
            <Ago time={report.at} />:{' '}
            {report.looked.sessions === 1 ? '1 session' : `${report.looked.sessions} sessions`} looked at,{' '}
            {done.join(', ') || 'nothing to do'}
            {report.errors > 0 && `, ${report.errors} could not be dealt with`}.
          </p>
        ) : (
          <p className={classes.empty}>It has not run yet. It looks around every five minutes.</p>
        )}
      </div>
      <Button className={classes.alone} variant="default" onClick={() => setArchiving(true)}>
        Archive inactive sessions…
      </Button>
      {archiving && <ArchiveDialog onChange={onChange} onClose={() => setArchiving(false)} />}
    </section>
  );
}
