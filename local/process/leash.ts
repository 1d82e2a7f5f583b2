/**
 * Loaded first (`--import`) in every process that we start: ends it when the parent is gone, however the parent died.
 * The process itself knows nothing of it: the channel does not keep it alive.
 */
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.channel?.unref();
