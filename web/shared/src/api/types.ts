import type { paths } from './generated/schema'

type Body<R> = R extends { content: infer C } ? C[keyof C] : never
type Success<O> = O extends { responses: infer R } ? Body<R[Extract<keyof R, 200 | 201>]> : never

/**
 * What a page reads. Every named field must exist in the server's document, so a renamed one breaks the build;
 * whether one is present in this answer is a question for the running page (`v-if`, `?.`), since the document
 * of a Java record says nothing reliable about absence.
 */
export type Seen<T> = T extends (infer U)[] ? Seen<U>[] : T extends object ? { [K in keyof T]-?: Seen<NonNullable<T[K]>> } : T

/** Body of the successful answer of an operation: `Answer<'/api/work', 'get'>`. */
export type Answer<P extends keyof paths, M extends keyof paths[P]> = Seen<NonNullable<Success<paths[P][M]>>>

export type Item<T> = T extends (infer U)[] ? U : never

/** Body an operation takes: `Sent<'/api/accounts', 'post'>`. Used where a page holds a code as text and the document as an enumeration. */
export type Sent<P extends keyof paths, M extends keyof paths[P]> = paths[P][M] extends { requestBody: { content: { 'application/json': infer B } } } ? B : never
