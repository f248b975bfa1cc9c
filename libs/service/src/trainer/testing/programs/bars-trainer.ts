import { join } from 'node:path';
import { runTrainer } from '../../run-trainer';
import { barsModel } from '../bars-model';

void runTrainer({ vertical: 'shop', models: [barsModel], jobScript: join(__dirname, 'bars-trainer-job.ts') });
