import { ConsoleLogger, Logger, type LogLevel } from '@nestjs/common';
import { type ServiceConfig } from '../config/service-config';

const LEVELS = ['fatal', 'error', 'warn', 'log', 'debug'] satisfies LogLevel[];

/** From now on every `Logger` writes one JSON object a line. Called first, so that the start is logged alike. */
export function useJsonLog(level: ServiceConfig['LOG_LEVEL']): void {
  const logLevels = LEVELS.slice(0, LEVELS.indexOf(level) + 1);
  Logger.overrideLogger(new ConsoleLogger({ json: true, colors: false, logLevels }));
}
