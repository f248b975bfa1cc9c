import { serveTrainerJobs } from '../../serve-jobs';
import { barsModel } from '../bars-model';

serveTrainerJobs([barsModel]);
