import { jobLogQuerySchema, jobLogSchema, jobPageSchema, jobQuerySchema, newJobSchema } from '@lintel/console-contract';
import { jobSchema } from '@lintel/contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class JobDto extends createZodDto(jobSchema) {}
export class JobPageDto extends createZodDto(jobPageSchema) {}
export class JobQueryDto extends createZodDto(jobQuerySchema) {}
export class NewJobDto extends createZodDto(newJobSchema) {}
export class JobLogDto extends createZodDto(jobLogSchema) {}
export class JobLogQueryDto extends createZodDto(jobLogQuerySchema) {}
export class IdDto extends createZodDto(z.object({ id: z.uuid() })) {}
