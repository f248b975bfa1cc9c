import { runTrainer } from '@lintel/service/trainer';
import { join } from 'node:path';
import { recogniserModel } from './pipeline/recogniser.model';

void runTrainer({
  vertical: 'ecommerce',
  models: [recogniserModel],
  jobScript: join(__dirname, 'trainer-job.js'),
});
