import { type Text } from '../english/english';
import { alerts } from './alerts';
import { compare } from './compare';
import { datasets } from './datasets';
import { drift } from './drift';
import { general } from './general';
import { jobs } from './jobs';
import { models } from './models';
import { overview } from './overview';
import { schedules } from './schedules';
import { streams } from './streams';
import { version } from './version';

export const chinese: Text = {
  general,
  alerts,
  compare,
  datasets,
  drift,
  jobs,
  models,
  overview,
  schedules,
  streams,
  version,
};
