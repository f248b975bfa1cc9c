import { serveTrainerJobs } from '@lintel/service/trainer';
import { recogniserModel } from './pipeline/recogniser.model';

serveTrainerJobs([recogniserModel]);
