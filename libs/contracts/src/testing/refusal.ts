import { LintelError } from '../lintel-error';

/** The error that `work` throws; fails if it does not throw. */
export async function refusal(work: () => unknown): Promise<LintelError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof LintelError) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}
