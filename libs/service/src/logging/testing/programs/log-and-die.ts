/** `log-and-die.ts exit|kill|throw`: logs 2,000 lines and ends at once. */
import { Logger } from '@nestjs/common';
import { reportCrashes } from '../../../lifecycle/report-crash';
import { useJsonLog } from '../../json-log';

useJsonLog('log');
reportCrashes();
const logger = new Logger('lines');
for (let n = 1; n <= 2_000; n += 1) logger.log({ message: 'a line', n });
switch (process.argv[2]) {
  case 'exit':
    process.exit(0);
  case 'kill':
    process.kill(process.pid, 'SIGKILL');
    break;
  default:
    throw Object.assign(new Error('duplicate key'), { severity: 'ERROR', code: '23505', detail: 'MARK-51' });
}
