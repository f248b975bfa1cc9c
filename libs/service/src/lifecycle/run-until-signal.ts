import { type ListeningMessage } from '@lintel/contracts';
import { failStart, reportCrashes } from './report-crash';
import { type RunningService } from './start-service';

/**
 * Runs a service process: starts it, stops it on SIGTERM or Ctrl-C, and exits with 0. A second signal ends it at once.
 * A failed start prints the error and exits with 1.
 */
export async function runUntilSignal(start: () => Promise<RunningService>): Promise<void> {
  reportCrashes();
  try {
    const service = await start();
    // Tells a supervisor that started this process with an IPC channel where it listens.
    process.send?.({ listening: service.url } satisfies ListeningMessage);
    await signalled();
    process.once('SIGTERM', () => process.exit(1)).once('SIGINT', () => process.exit(1));
    await service.close();
    process.exit(0);
  } catch (error) {
    failStart(error);
  }
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve()).once('SIGINT', () => resolve());
  });
}
