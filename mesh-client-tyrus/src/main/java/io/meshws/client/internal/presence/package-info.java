/** Who is in rooms, as far as the client follows it; and what comes of a broken link, told as differences. */
package io.meshws.client.internal.presence;
