import type { Compilable, CompiledQuery, QueryResult } from "kysely";
import type { Executor } from "./database.ts";

/** Stands for a value that is known only when the query is run. */
class Stand {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/**
 * A query that is put into words once and run with other values each time: with Kysely that takes several times as long as SQLite
 * takes to carry it out, so it is worth it for what is asked or written with every message. It has to be the same query whatever
 * the values: nothing in `build` may look at them, and none may be a list.
 * @param build  is given what stands for each value
 * @returns runs it on the database or in a transaction; throws what SQLite throws
 */
export function keptQuery<Given extends object, Row>(
  build: (on: Executor, given: Given) => Compilable<Row>,
): (on: Executor, given: Given) => Promise<QueryResult<Row>> {
  let kept: CompiledQuery<Row> | undefined;
  return async (on, given) => {
    kept ??= build(on, stands<Given>()).compile();
    const parameters = kept.parameters.map((each): unknown =>
      each instanceof Stand ? Reflect.get(given, each.name) : each,
    );
    return await on.executeQuery({ ...kept, parameters });
  };
}

/** Whatever is read from it is what stands for the value of that name. */
const stands = <Given extends object>(): Given => new Proxy({} as Given, { get: (_, name) => new Stand(String(name)) });
