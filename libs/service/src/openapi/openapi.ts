import { type INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { cleanupOpenApiDoc } from 'nestjs-zod';
import { documentAnswers } from './document-answers';

export interface ApiDescription {
  readonly title: string;
  readonly description: string;
  readonly version: string;
}

/** Describes the API, from the zod contracts, as a page at /docs and as JSON at /docs-json. */
export function describeApi(app: INestApplication, { title, description, version }: ApiDescription): void {
  // 3.1, because its schemas are JSON Schema, which is what zod writes. One pitfall remains: a bare nullable at the top
  // of a DTO (z.string().nullable()) is described as an array (nestjs-zod issue 473); with a limit it is right.
  const outline = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(title)
    .setDescription(description)
    .setVersion(version)
    .build();
  const document = cleanupOpenApiDoc(SwaggerModule.createDocument(app, outline));
  documentAnswers(document);
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'docs-json',
    raw: ['json'],
    // Its badge would send requests to an external server.
    swaggerOptions: { validatorUrl: null },
    customSiteTitle: `${title}: API`,
  });
}
