import { Logger } from '@nestjs/common';
import { pino, type DestinationStream } from 'pino';
import { PinoLog, type LogLevel } from './pino-log';

let destination: DestinationStream | undefined;

/**
 * Makes every `Logger` write one JSON object per line. Call it first, so that the start is logged in the same format.
 * @param to receives the lines, also for later calls. Default: standard output, written synchronously, so that no line
 *   is lost however the process ends
 */
export function useJsonLog(level: LogLevel, to?: DestinationStream): void {
  destination = to ?? destination ?? pino.destination({ fd: 1, sync: true });
  Logger.overrideLogger(new PinoLog(level, destination));
}
