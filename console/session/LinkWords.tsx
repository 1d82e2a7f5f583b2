import classes from './LinkPanel.module.css';
import type { Way } from './useWay.ts';

/** What to do on the phone. */
export function LinkWords({ way }: { way: Way }) {
  return (
    <ol className={classes.todo}>
      <li>
        Open <strong>WhatsApp</strong> on your phone
      </li>
      <li>
        Go to <strong>Settings</strong> (on Android the menu ⋮), then <strong>Linked devices</strong>
      </li>
      {way === 'qr' ? (
        <li>
          Tap <strong>Link a device</strong> and point the phone at this code. It changes by itself: scan the one you
          see
        </li>
      ) : (
        <li>
          Tap <strong>Link a device</strong>, then <strong>Link with phone number instead</strong>, and type the code
        </li>
      )}
    </ol>
  );
}
