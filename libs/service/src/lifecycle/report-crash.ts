import { LintelError } from '@lintel/contracts';
import { Logger } from '@nestjs/common';
import { describeError } from '../logging/describe-error';

/** What nobody caught ends the process with 1, as ever, and is told like any other error: without anybody's data. */
export function reportCrashes(): void {
  process.on('uncaughtException', (error) => {
    new Logger('process').fatal({ message: 'An error that nobody caught ended the process.', error });
    process.exit(1);
  });
}

/** Ends the process with 1. The operator who starts it reads a LintelError in full, with its cure. */
export function failStart(error: unknown): never {
  const told = error instanceof LintelError ? `${error.code}: ${error.message}` : JSON.stringify(describeError(error));
  console.error(told);
  process.exit(1);
}
