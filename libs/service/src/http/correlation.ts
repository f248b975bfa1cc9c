import { Logger } from '@nestjs/common';
import { type NextFunction, type Request, type Response } from 'express';
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

const HEADER = 'x-correlation-id';
const ACCEPTED = /^[\w.-]{8,100}$/;
const CALL = /^\/v\d+\//;
const current = new AsyncLocalStorage<string>();
const logger = new Logger('Request');

/** The id of the request that is being served: in its response header, its errors and its log lines. */
export function correlationId(): string {
  return current.getStore() ?? 'none';
}

/** Takes over the caller's id where it has a harmless shape, else gives the request one; logs the request when it ends. */
export function correlation(request: Request, response: Response, next: NextFunction): void {
  const given = request.header(HEADER);
  const id = given !== undefined && ACCEPTED.test(given) ? given : randomUUID();
  response.setHeader(HEADER, id);
  const startedAt = performance.now();
  // Neither the query nor the body: they may hold what nobody may read in a log.
  const { method, path } = request;
  response.once('close', () => {
    const ms = Math.round(performance.now() - startedAt);
    const outcome = response.writableFinished ? { status: response.statusCode } : { aborted: true };
    const line = { method, path, ...outcome, ms, correlationId: id };
    // Probes and static files would drown the calls.
    if (CALL.test(path)) logger.log(line);
    else logger.debug(line);
  });
  current.run(id, next);
}
