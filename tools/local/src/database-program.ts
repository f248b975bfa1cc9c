import { parseArgs } from 'node:util';
import { EmbeddedPostgres } from '@lintel/streams';

/** Keeps the embedded PostgreSQL running until SIGTERM, and sends its address to the supervisor when it is ready. */
async function keepDatabase(): Promise<void> {
  const { values } = parseArgs({ options: { folder: { type: 'string' }, port: { type: 'string' } } });
  if (values.folder === undefined) throw new Error('--folder is missing');
  const stopAsked = new Promise((resolve) => process.once('SIGTERM', resolve));
  const server = await EmbeddedPostgres.start({
    folder: values.folder,
    ...(values.port === undefined ? {} : { port: Number(values.port) }),
  });
  process.send?.({ url: server.url, folder: server.folder });
  // The channel to the supervisor does not keep this process alive; the server has to be watched anyway.
  const watch = setInterval(() => {
    if (server.isAlive()) return;
    console.error('PostgreSQL ended unexpectedly');
    process.exit(1);
  }, 1_000);
  await stopAsked;
  clearInterval(watch);
  await server.stop();
}

keepDatabase().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
