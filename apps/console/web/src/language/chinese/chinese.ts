import { type Text } from '../english/english';
import { accounts } from './accounts';
import { alerts } from './alerts';
import { approvals } from './approvals';
import { audit } from './audit';
import { compare } from './compare';
import { datasets } from './datasets';
import { drift } from './drift';
import { errors } from './errors';
import { general } from './general';
import { jobs } from './jobs';
import { messages } from './messages';
import { models } from './models';
import { overview } from './overview';
import { privacy } from './privacy';
import { schedules } from './schedules';
import { streams } from './streams';
import { version } from './version';

export const chinese: Text = {
  general,
  errors,
  messages,
  accounts,
  alerts,
  approvals,
  audit,
  compare,
  datasets,
  drift,
  jobs,
  models,
  overview,
  privacy,
  schedules,
  streams,
  version,
};
