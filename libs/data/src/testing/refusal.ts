import { LintelError } from '@lintel/contracts';

/** The error with which `work` refuses; fails where it does not refuse. */
export async function refusal(work: () => unknown): Promise<LintelError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof LintelError) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}
