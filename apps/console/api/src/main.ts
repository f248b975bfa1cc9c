import { runService } from '@lintel/service';
import { consoleConfigSchema } from './config';
import { startConsole } from './start-console';

void runService(consoleConfigSchema, startConsole, process);
