/** Messages that are more than a text, on the console's page. */
import { PNG } from 'pngjs';
import { expect, it } from 'vitest';
import { signIn } from './browser.ts';
import { pdf, png, sha256 } from './files.ts';
import { inBrowser } from './inBrowser.ts';
import { seriousFaults } from './seriousFaults.ts';

const { world, browser } = await inBrowser();
const tenant = await world.tenant();
const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
const session = await world.linked(tenant, ada);
const page = await signIn(browser, world.stack.endpoints.console, 'member');
await page.goto(`${world.stack.endpoints.console}/#/sessions/${session.id}/chats/${bob.number}`);
await page.getByTestId('composer').waitFor();

const offer = pdf();
const bubble = (text: string) => page.getByTestId('message').filter({ hasText: text });

/** Chooses in a message's menu. */
async function choose(text: string, item: string): Promise<void> {
  await bubble(text).hover();
  await bubble(text).getByRole('button', { name: 'Reply or react' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

it('shows a picture that comes, with its caption', async () => {
  const data = png().toString('base64');
  await bob.says(ada.number, { type: 'image', data, mimetype: 'image/png', caption: 'from the beach' });
  const picture = bubble('from the beach').getByRole('img');
  await picture.waitFor();
  await expect.poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBeGreaterThan(0);
});

it('stays at the end when a picture is there only later than its message', async () => {
  const data = PNG.sync.write(new PNG({ width: 200, height: 300 })).toString('base64');
  await bob.says(ada.number, { type: 'image', data, mimetype: 'image/png', caption: 'the whole tower' });
  const picture = bubble('the whole tower').getByRole('img');
  await expect
    .poll(() => picture.evaluate((img: HTMLImageElement) => img.naturalHeight), { timeout: 10_000 })
    .toBe(300);
  const list = page.getByRole('log');
  const toGo = () => list.evaluate((e) => e.scrollHeight - e.scrollTop - e.clientHeight);
  await expect.poll(toGo).toBeLessThan(2);
});

it('sends a file that is attached, as what it is', async () => {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Attach a file' }).click();
  await (await chooser).setFiles({ name: 'Offer.pdf', mimeType: 'application/pdf', buffer: offer });
  await page.getByTestId('attached').waitFor();
  await page.getByTestId('composer').fill('our offer');
  await page.getByTestId('composer').press('Enter');
  const shown = await bob.until('the document', (all) => all.find(({ content }) => content.type === 'document'));
  expect(shown.content).toMatchObject({ fileName: 'Offer.pdf', caption: 'our offer' });
  expect(sha256(await bob.opens(shown.messageId))).toBe(sha256(offer));
  await bubble('Offer.pdf').getByRole('link').waitFor();
});

it('answers a message, and shows what an answer from the phone is to', async () => {
  await bob.writes(ada.number, 'shall we meet?');
  await bubble('shall we meet?').waitFor();
  await choose('shall we meet?', 'Reply');
  await page.getByTestId('composer').fill('yes, at five');
  await page.getByTestId('composer').press('Enter');
  const answer = await bob.shows('yes, at five');
  expect(answer.content).toMatchObject({ quotes: expect.any(String) as string });
  await bob.says(ada.number, { type: 'text', text: 'fine', quote: answer.messageId });
  await bubble('fine').locator('blockquote').getByText('yes, at five').waitFor();
});

it('reacts, takes it back, and shows reactions, edits and deletions as they come', async () => {
  const id = await bob.writes(ada.number, 'what do you think?');
  await bubble('what do you think?').waitFor();
  await choose('what do you think?', 'React 👍');
  await bob.sees(id, ({ reactions }) => Object.values(reactions ?? {}).includes('👍'));
  await bubble('what do you think?').getByTestId('reactions').getByText('👍').waitFor();
  await choose('what do you think?', 'Take 👍 back');
  await bubble('what do you think?').getByTestId('reactions').waitFor({ state: 'detached' });

  await bob.says(ada.number, { type: 'edit', messageId: id, text: 'what do you think of it?' });
  await bubble('what do you think of it?').getByText('edited').waitFor();
  await bob.says(ada.number, { type: 'reaction', messageId: id, emoji: '🙏' });
  await bubble('what do you think of it?').getByText('🙏').waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  await bob.says(ada.number, { type: 'delete', messageId: id });
  await bubble('This message was deleted').waitFor();
  // A page that is opened later knows all of it from the rows.
  const row = async () => (await tenant.http.getMessage(session.id, id)).marks;
  await expect.poll(row, { timeout: 10_000 }).toHaveProperty('deleted');
  await page.reload();
  await bubble('This message was deleted').waitFor();
});
