import { Logger } from '@nestjs/common';
import { pino, type DestinationStream } from 'pino';
import { PinoLog, type LogLevel } from './pino-log';

let destination: DestinationStream | undefined;

/**
 * From now on every `Logger` writes one JSON object a line. Called first, so that the start is logged alike.
 * @param to takes the lines, here and at later calls. Default: standard output, each line written before the call
 *   returns: none is lost when the process ends, whatever ends it
 */
export function useJsonLog(level: LogLevel, to?: DestinationStream): void {
  destination = to ?? destination ?? pino.destination({ fd: 1, sync: true });
  Logger.overrideLogger(new PinoLog(level, destination));
}
