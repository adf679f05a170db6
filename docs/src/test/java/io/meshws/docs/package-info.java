/**
 * Holds the documentation to the code: {@code SnippetsTest} compiles every fenced {@code java} block, {@code TablesTest}
 * compares tables with the enums and ids in the sources that they describe, {@code LinksTest} follows links within the
 * project. All read the files in the working directory's parent, the root of the project.
 */
package io.meshws.docs;
