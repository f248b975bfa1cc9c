import { serveTrainerJobs } from '@lintel/service/trainer';
import { recogniserModel } from './pipeline/recogniser.model';
import { retentionRules } from './privacy/retention-rules';

serveTrainerJobs([recogniserModel], retentionRules);
