/** Who and what the examples are about: the same in all of them, so that one may follow them from answer to answer. */
export const IDS = {
  session: 'ses_01jd3kz8v0e5w6x7y8z9a0b1c2',
  message: '3EB0C767D097B7C8D2F1',
  media: 'med_01jd3kz8v0e5w6x7y8z9a0b1c2',
  operation: 'op_01jd3kz8v0e5w6x7y8z9a0b1c2',
  webhook: 'whk_01jd3kz8v0e5w6x7y8z9a0b1c2',
  event: 'evt_01jd3kz8v0e5w6x7y8z9a0b1c2_7',
  worker: 'wrk-01jd3kz8v0e5w6x7y8z9a0b1c2',
  otherWorker: 'wrk-01jd3kz8v0e5w6x7y8z9a0b1c3',
  lead: 'lead_491701234567',
  key: 'key_01jd3kz8v0e5w6x7y8z9a0b1c2',
  request: 'req_01jd3kz8v0e5w6x7y8z9a0b1c2',
  audit: 'aud_01jd3kz8v0e5w6x7y8z9a0b1c2',
};

/** The account that is linked. */
export const SUPPORT = { phoneNumber: '4930901820', jid: '4930901820@s.whatsapp.net', lid: '100200300400500@lid' };
/** The customer who writes to it. */
export const GRACE = { number: '491701234567', jid: '491701234567@s.whatsapp.net', lid: '223344556677889@lid' };
export const GROUP = '120363041234567890@g.us';

/** A moment of the story's one morning. @param time hours, minutes and seconds */
export const at = (time: string): string => `2026-05-04T${time}.000Z`;

/** Where the next page begins. */
export const cursor = 'eyJhIjoiMDFqZDNrejh2MCJ9';
