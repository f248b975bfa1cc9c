/** Node's codes for an unreachable server. SQLSTATE class 08: connection exceptions. */
const UNREACHABLE =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|08[0-9A-Z]{3})$/;
/** SQLSTATE of a server that is shutting down, has crashed, is starting, or has too many connections. */
const BUSY = /^(57P0[1-3]|53300)$/;
/** pg and its pool report these without a code. */
const BROKEN =
  /^(Connection terminated|Client (has encountered a connection error|was closed) and is not queryable|timeout (expired|exceeded) when trying to connect|timeout expired)/;

interface Failure {
  readonly code?: unknown;
  readonly message?: unknown;
  /** TypeORM wraps pg's errors. */
  readonly driverError?: unknown;
  /** Node tries every address of a host name and reports all failures in one AggregateError. */
  readonly errors?: unknown;
}

/** True if the server reports that it accepts no work now. */
export function isDatabaseShuttingDown(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, driverError } = error as Failure;
  if (driverError !== undefined && driverError !== error) return isDatabaseShuttingDown(driverError);
  return typeof code === 'string' && BUSY.test(code);
}

/** True if the server was unreachable, dropped the connection, or accepts no work now: waiting may help. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message, driverError, errors } = error as Failure;
  if (Array.isArray(errors) && errors.length > 0) return errors.every(isDatabaseUnavailable);
  if (driverError !== undefined && driverError !== error) return isDatabaseUnavailable(driverError);
  if (typeof code === 'string') return UNREACHABLE.test(code) || BUSY.test(code);
  return typeof message === 'string' && BROKEN.test(message);
}
