/** An operator's settings that no test and no measurement ever meets. */
export const WITHOUT_LIMITS = {
  GUEST_REQUESTS: '1000000000',
  CALLER_REQUESTS: '1000000000',
  FRAMES_PER_SECOND: '100000000',
  MESSAGES_PER_DAY: '1000000000',
  SESSIONS_PER_TENANT: '1000000000',
};
