import { type Job } from '@lintel/contracts';
import { Logger } from '@nestjs/common';

const logger = new Logger('job');

/** Logs the start and the end of a job, under the correlation id of its request. The job's log has the details. */
export async function logged<Result>(
  { id, kind, modelName, attempt }: Job,
  work: () => Promise<Result>,
): Promise<Result> {
  const fields = { job: id, kind, model: modelName, attempt };
  const startedAt = performance.now();
  const ms = (): number => Math.round(performance.now() - startedAt);
  logger.log({ message: 'a job begins', ...fields });
  try {
    const result = await work();
    logger.log({ message: 'a job is done', ...fields, ms: ms() });
    return result;
  } catch (error) {
    logger.warn({ message: 'a job ended early', ...fields, ms: ms(), error });
    throw error;
  }
}
