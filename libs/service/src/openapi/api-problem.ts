import { problemSchema } from '@lintel/contracts';
import { applyDecorators } from '@nestjs/common';
import { ApiDefaultResponse, ApiExtraModels, getSchemaPath } from '@nestjs/swagger';
import { createZodDto } from 'nestjs-zod';

class ProblemDto extends createZodDto(problemSchema) {}

/** Documents that every other response of a controller is a problem (RFC 9457). */
export function ApiProblem(): ClassDecorator {
  return applyDecorators(
    ApiExtraModels(ProblemDto.Output),
    ApiDefaultResponse({
      description: 'Problem details: what is wrong, what was expected and received, and the cure.',
      content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto.Output) } } },
    }),
  );
}
