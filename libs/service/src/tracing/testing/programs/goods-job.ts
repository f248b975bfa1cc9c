import { serveJobChild } from '@lintel/data';
import { correlationIdOf } from '@lintel/streams';
import { Logger } from '@nestjs/common';
import { tracedJob } from '../../../trainer/traced-job';

/** The process of a job: reports its correlation id in its log and its result. */
serveJobChild((job, child) =>
  tracedJob(job, child, { LOG_LEVEL: 'log', OTEL_EXPORTER_OTLP_ENDPOINT: process.env['COLLECTOR']! }, () => {
    new Logger('goods').log({ message: 'works', job: job.id });
    return Promise.resolve({ correlationId: correlationIdOf() });
  }),
);
