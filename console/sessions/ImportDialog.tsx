import { Button, Modal, TextInput } from '@mantine/core';
import { useRef, useState, type SubmitEvent } from 'react';
import { KeeplineClientError } from '../../client/index.ts';
import { ExportFile, type ImportSession } from '../../core/model/exports.ts';
import { toBase64 } from '../../core/model/sessionFiles.ts';
import { navigate } from '../routing.ts';
import { useKeepline } from '../state/useKeepline.ts';
import classes from './NewSessionDialog.module.css';

/** What was picked, in the form that the API takes. */
async function formOf(file: File | undefined, text: string, passphrase: string): Promise<ImportSession> {
  if (!file) return { session: text.trim() };
  if (file.name.endsWith('.zip')) return { archive: toBase64(new Uint8Array(await file.arrayBuffer())) };
  const read = ExportFile.safeParse(await new Response(file).json().catch(() => undefined));
  if (!read.success) throw new Error('This is no exported session: pick a .keepline.json file, or a .zip.');
  return { file: read.data, passphrase };
}

/** A session that is linked already: an exported file, a bot's folder as a zip, or a string. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { http } = useKeepline();
  const [file, setFile] = useState<File>();
  const [text, setText] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const key = useRef(crypto.randomUUID());

  const bring = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      const form = await formOf(file, text, passphrase);
      const { id } = await http.importSession(form, { idempotencyKey: key.current });
      navigate({ page: 'session', id, chat: undefined });
    } catch (failure) {
      const passing = failure instanceof KeeplineClientError && ['network', 'unavailable'].includes(failure.code);
      if (!passing) key.current = crypto.randomUUID();
      setError(failure instanceof Error ? failure.message : String(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title="Import a session">
      <form className={classes.form} onSubmit={(event) => void bring(event)}>
        <p>It connects without a scan. Stop whatever ran with it before: two owners destroy a session.</p>
        <label className={classes.pick}>
          <span>An exported file, or a bot’s folder as a zip</span>
          <input
            type="file"
            accept=".json,.zip"
            data-testid="import-file"
            onChange={({ currentTarget }) => setFile(currentTarget.files?.[0])}
          />
        </label>
        {file && !file.name.endsWith('.zip') && (
          <TextInput
            type="password"
            autoComplete="off"
            label="Passphrase"
            required
            value={passphrase}
            onChange={({ currentTarget }) => setPassphrase(currentTarget.value)}
          />
        )}
        {!file && (
          <TextInput
            label="Or a session string"
            placeholder="Keepline~H4sI…"
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
        )}
        <p role="alert" className={classes.error}>
          {error}
        </p>
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={!file && text.trim() === ''}>
            Import
          </Button>
        </div>
      </form>
    </Modal>
  );
}
