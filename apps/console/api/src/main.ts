import { readConfig, runUntilSignal } from '@lintel/service';
import { consoleConfigSchema } from './config';
import { startConsole } from './start-console';

void runUntilSignal(() => startConsole(readConfig(consoleConfigSchema, process.env)));
