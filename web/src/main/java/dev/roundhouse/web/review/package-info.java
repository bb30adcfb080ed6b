/**
 * The work that a person reads before deciding about an issue, and the comments on it that are not
 * sent yet; the same for a terminal and for the page. Start with {@link
 * dev.roundhouse.web.review.CommentDrafts}.
 */
@NullMarked
package dev.roundhouse.web.review;

import org.jspecify.annotations.NullMarked;
