/** What is offered: the operations of an API, from its OpenAPI document or guessed from the paths in a log. */
export { readOpenApi, type OpenApiDocument } from "./model/openapi.ts";
export { templateOf } from "./model/path-template.ts";
