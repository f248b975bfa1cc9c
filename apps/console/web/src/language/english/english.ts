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

/** The texts of the console, by page. English is the shape that every translation has to fill. */
export const english = {
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

export type Text = typeof english;
