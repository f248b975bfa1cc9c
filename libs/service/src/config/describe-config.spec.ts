import { z } from 'zod';
import { describeConfig } from './describe-config';
import { secret } from './secret';
import { serviceConfig } from './service-config';

describe('the description of a configuration', () => {
  it('states for each variable its type, its default, its purpose, whether it is required, and whether it is secret', () => {
    const schema = z.object({
      PORT: z.coerce.number().int().min(0).max(9).default(3).describe('Where.'),
      LEVEL: z.enum(['low', 'high']).default('low'),
      PASSWORD: secret(z.string()).describe('Of the user.').optional(),
      SHARE: z.coerce.number().max(1),
      GROUPS: z.string().transform((text) => text.split(',')),
    });
    expect(describeConfig(schema)).toEqual([
      {
        name: 'PORT',
        kind: 'whole number from 0 to 9',
        description: 'Where.',
        default: '3',
        required: false,
        secret: false,
      },
      { name: 'LEVEL', kind: 'one of low, high', description: '', default: 'low', required: false, secret: false },
      { name: 'PASSWORD', kind: 'text', description: 'Of the user.', required: false, secret: true },
      { name: 'SHARE', kind: 'number up to 1', description: '', required: true, secret: false },
      { name: 'GROUPS', kind: 'text', description: '', required: true, secret: false },
    ]);
  });

  it('explains every variable that all services have', () => {
    const variables = describeConfig(z.object(serviceConfig));
    expect(variables.filter(({ description }) => description === '')).toEqual([]);
    expect(variables.filter((variable) => variable.secret).map(({ name }) => name)).toEqual([
      'DATABASE_URL',
      'OTEL_EXPORTER_OTLP_HEADERS',
      'METRICS_TOKEN',
    ]);
    expect(variables.filter((variable) => variable.required).map(({ name }) => name)).toEqual(['DATABASE_URL']);
  });
});
