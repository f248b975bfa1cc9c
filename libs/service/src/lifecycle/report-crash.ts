import { LintelError } from '@lintel/contracts';
import { Logger } from '@nestjs/common';
import { describeError } from '../logging/describe-error';

/** Logs uncaught errors like any other error, without personal data, and ends the process with 1. */
export function reportCrashes(): void {
  process.on('uncaughtException', (error) => {
    new Logger('process').fatal({ message: 'An uncaught error ended the process.', error });
    process.exit(1);
  });
}

/** Prints the error and ends the process with 1. A LintelError is printed in full, with its cure, for the operator. */
export function failStart(error: unknown): never {
  const told = error instanceof LintelError ? `${error.code}: ${error.message}` : JSON.stringify(describeError(error));
  console.error(told);
  process.exit(1);
}
